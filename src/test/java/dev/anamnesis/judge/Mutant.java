package dev.anamnesis.judge;

/**
 * An example of R4 that was changed somewhere.
 *
 * @param number the same number gives the same mutant
 * @param change what was done, in a word
 */
record Mutant(long number, String example, String type, String change, String json) {}
