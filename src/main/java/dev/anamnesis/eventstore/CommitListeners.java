package dev.anamnesis.eventstore;

import java.util.List;

/** Several listeners as one; each gets its own share back. */
record CommitListeners(List<CommitListener> listeners) implements CommitListener {

  private record Shares(List<Share> each) implements Share {}

  @Override
  public Share prepare(Commit commit) {
    return new Shares(listeners.stream().map(listener -> listener.prepare(commit)).toList());
  }

  @Override
  public List<Rule> rules(List<Commit> group) {
    return listeners.stream().flatMap(listener -> listener.rules(group).stream()).toList();
  }

  @Override
  public List<Rule> rules(List<Commit> group, Past past) {
    return listeners.stream().flatMap(listener -> listener.rules(group, past).stream()).toList();
  }

  @Override
  public void onCommits(Appending to, List<Entry> batch) {
    for (int i = 0; i < listeners.size(); i++) {
      int at = i;
      listeners.get(i).onCommits(to, batch.stream().map(entry -> own(entry, at)).toList());
    }
  }

  @Override
  public void confirmed(Appending written) {
    for (CommitListener listener : listeners) listener.confirmed(written);
  }

  private static Entry own(Entry entry, int listener) {
    if (!(entry.share() instanceof Shares shares)) {
      throw new IllegalStateException("the commit was not prepared");
    }
    return new Entry(entry.recorded(), entry.commit(), entry.body(), shares.each().get(listener));
  }
}
