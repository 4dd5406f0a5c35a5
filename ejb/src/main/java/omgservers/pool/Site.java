package omgservers.pool;

import omgservers.pool.model.Engine;
import omgservers.pool.model.PoolServer;

/** A pool server as drivers see it: what it is called, and how its engine is reached and used. */
public record Site(long id, String name, Engine engine) {
  static Site of(PoolServer server) {
    return new Site(server.id(), server.name(), server.engine());
  }
}
