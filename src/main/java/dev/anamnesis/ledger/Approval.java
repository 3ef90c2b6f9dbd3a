package dev.anamnesis.ledger;

/** Who may approve a draft prescription. */
public enum Approval {
  ANYONE,
  /** Only another than who prescribed it: four eyes. */
  ANOTHER
}
