package dev.anamnesis.fhir.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Looks for a nested resource's type before it is read: it may stand anywhere in it. */
final class TypeAhead {

  private TypeAhead() {}

  /**
   * The resourceType of the object whose brace was just read; null where there is none.
   *
   * @param body what the parser reads
   */
  static @Nullable String of(JsonParser parser, byte[] body, JsonFactory json) throws IOException {
    int at = (int) parser.currentTokenLocation().getByteOffset();
    try (JsonParser ahead = json.createParser(body, at, body.length - at)) {
      ahead.nextToken();
      for (String name = ahead.nextFieldName(); name != null; name = ahead.nextFieldName()) {
        JsonToken token = ahead.nextToken();
        if (name.equals("resourceType")) {
          return token == JsonToken.VALUE_STRING ? ahead.getText() : null;
        }
        ahead.skipChildren();
      }
      return null;
    }
  }
}
