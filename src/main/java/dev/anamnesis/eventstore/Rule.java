package dev.anamnesis.eventstore;

/** A guard that a group's commit at this index must keep. */
public record Rule(int index, Guard guard) {}
