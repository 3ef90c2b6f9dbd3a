package dev.anamnesis.server;

import dev.anamnesis.ledger.Approval;
import dev.anamnesis.process.Periods;
import dev.anamnesis.projection.BookedOnce;
import dev.anamnesis.projection.DuplicateOrders;

/**
 * Which rules this server asks.
 *
 * @param bookedOnce who is never booked twice over the same time
 * @param approval who may approve a draft prescription
 * @param duplicateOrders what a second active order for the same medication meets with
 * @param periods what happens by itself, and when
 */
public record Rules(
    BookedOnce bookedOnce, Approval approval, DuplicateOrders duplicateOrders, Periods periods) {

  /** What holds where nothing is set. */
  public static final Rules DEFAULT =
      new Rules(BookedOnce.STAFF, Approval.ANYONE, DuplicateOrders.WARNED, Periods.NONE);
}
