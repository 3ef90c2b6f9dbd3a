package dev.anamnesis.projection.search;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.config.JdbiConfig;

/**
 * Whether the connections keep one plan of a statement for all values ({@link #SETTING}), which is
 * then to be told where that is not wanted.
 */
public final class KeptPlans implements JdbiConfig<KeptPlans> {

  /** What such connections are opened with. */
  public static final String SETTING = "-c plan_cache_mode=force_generic_plan";

  private boolean keeping;

  /** For Jdbi, which makes it. */
  public KeptPlans() {}

  /** Connections that were opened with {@link #SETTING}. */
  public static Jdbi of(Jdbi jdbi) {
    jdbi.getConfig(KeptPlans.class).keeping = true;
    return jdbi;
  }

  boolean isKeeping() {
    return keeping;
  }

  @Override
  public KeptPlans createCopy() {
    var copy = new KeptPlans();
    copy.keeping = keeping;
    return copy;
  }
}
