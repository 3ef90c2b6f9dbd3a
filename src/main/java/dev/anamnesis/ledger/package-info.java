@NullMarked
package dev.anamnesis.ledger;

import org.jspecify.annotations.NullMarked;
