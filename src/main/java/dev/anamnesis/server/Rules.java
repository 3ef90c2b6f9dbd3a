package dev.anamnesis.server;

import dev.anamnesis.ledger.Approval;
import dev.anamnesis.process.Periods;
import dev.anamnesis.projection.BookedOnce;
import dev.anamnesis.projection.DuplicateOrders;
import dev.anamnesis.projection.ReferenceCheck;

/**
 * Which rules this server asks.
 *
 * @param bookedOnce who is never booked twice over the same time
 * @param approval who may approve a draft prescription
 * @param duplicateOrders what a second active order for the same medication meets with
 * @param references what a reference to a resource that is not there meets with
 * @param periods what happens by itself, and when
 */
public record Rules(
    BookedOnce bookedOnce,
    Approval approval,
    DuplicateOrders duplicateOrders,
    ReferenceCheck references,
    Periods periods) {

  /** What holds where nothing is set. */
  public static final Rules DEFAULT =
      new Rules(
          BookedOnce.STAFF,
          Approval.ANYONE,
          DuplicateOrders.WARNED,
          ReferenceCheck.OFF,
          Periods.NONE);
}
