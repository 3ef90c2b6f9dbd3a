package dev.anamnesis.r4.search;

import dev.anamnesis.r4.Json;

/**
 * An element with its type.
 *
 * @param type a primitive's name or a shape's
 * @param system the system a code's binding gives it; empty for none
 */
public record Node(Json json, String type, String system) {}
