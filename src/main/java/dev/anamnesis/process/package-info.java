/**
 * What is carried to its end across resources. What is to be done stands in the log: as a deadline
 * of a resource, or as a Task. Every step is one commit group that expects what it was decided on,
 * so that it is done once, whoever does it and wherever it is interrupted.
 */
@NullMarked
package dev.anamnesis.process;

import org.jspecify.annotations.NullMarked;
