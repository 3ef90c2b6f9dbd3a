package dev.anamnesis.audit;

/**
 * A stored link of a chain and what it should be made of.
 *
 * @param leaf what is stored of the record, hashed; empty where it cannot even be read
 */
public record Link(long position, long micros, byte[] leaf, byte[] hash) {}
