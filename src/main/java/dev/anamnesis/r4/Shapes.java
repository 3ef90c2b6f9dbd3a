package dev.anamnesis.r4;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shapes of all R4 types, read once from {@code r4/shapes.txt}. */
public final class Shapes {

  public static final Shapes R4 = new Shapes();

  private final Map<String, Shape> byName = new HashMap<>();

  private Shapes() {
    try (InputStream in = Shapes.class.getResourceAsStream("/r4/shapes.txt")) {
      if (in == null) throw new IllegalStateException("r4/shapes.txt is missing");
      read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(BufferedReader lines) throws IOException {
    String name = "";
    boolean resource = false;
    var members = new LinkedHashMap<String, Shape.Member>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("#")) {
        if (!name.isEmpty()) byName.put(name, new Shape(name, resource, members));
        name = line.substring(1);
        resource = false;
        members.clear();
      } else if (line.equals("!resource")) {
        resource = true;
      } else {
        String[] cells = line.split(" ");
        String choice = cells[4].equals("-") ? "" : cells[4];
        // The definitions give it the type of any element's id, but it is R4's id and bounded.
        String type = resource && cells[0].equals("id") ? Shape.RESOURCE_ID : cells[3];
        members.put(
            cells[0],
            new Shape.Member(
                cells[0], Integer.parseInt(cells[1]), cells[2].equals("*"), type, choice));
      }
    }
    byName.put(name, new Shape(name, resource, members));
  }

  /** Throws where R4 has no such type. */
  public Shape of(String name) {
    Shape shape = byName.get(name);
    if (shape == null) throw new IllegalStateException("no shape " + name);
    return shape;
  }

  public Optional<Shape> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The shape of a resource type. */
  public Optional<Shape> resource(String name) {
    return Optional.ofNullable(byName.get(name)).filter(Shape::resource);
  }

  /** The names of all resource types, in order. */
  public List<String> resources() {
    return byName.values().stream().filter(Shape::resource).map(Shape::name).sorted().toList();
  }
}
