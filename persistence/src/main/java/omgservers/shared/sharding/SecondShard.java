package omgservers.shared.sharding;

import jakarta.ejb.ApplicationException;

/** A transaction asked for a second database, which is a fault of ours: it is rolled back. */
@ApplicationException(rollback = true)
public final class SecondShard extends RuntimeException {
  /** The transaction holds one database and asked for another. */
  public SecondShard(String held, String wanted) {
    super("The transaction is on " + held + " and may not touch " + wanted);
  }
}
