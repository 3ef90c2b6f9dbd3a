package dev.anamnesis.domain;

/**
 * Said with the facts of a commit, of any kind of aggregate, about the commit itself: it changes
 * nothing.
 */
public sealed interface Remark extends Event permits Reverted, ProvenanceStated {

  @Override
  default Edit edit() {
    return Edit.NONE;
  }
}
