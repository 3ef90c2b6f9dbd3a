@NullMarked
package dev.anamnesis.server;

import org.jspecify.annotations.NullMarked;
