package dev.anamnesis.fhir.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JSON as maps, lists and texts, numbers as they are spelled: what two documents must agree in. */
public final class Trees {

  private static final JsonFactory JSON = new JsonFactory();

  private Trees() {}

  @SuppressWarnings("unchecked")
  public static Map<String, Object> resource(String json) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      var tree = (Map<String, Object>) value(parser);
      if (tree.get("meta") instanceof Map<?, ?> meta) {
        meta.remove("versionId");
        meta.remove("lastUpdated");
        if (meta.isEmpty()) tree.remove("meta");
      }
      return tree;
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        var members = new TreeMap<String, Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, value(parser));
        }
        yield members;
      }
      case START_ARRAY -> {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) items.add(value(parser));
        yield items;
      }
      case VALUE_STRING -> '"' + parser.getText();
      case VALUE_NULL -> "null";
      default -> parser.getText();
    };
  }
}
