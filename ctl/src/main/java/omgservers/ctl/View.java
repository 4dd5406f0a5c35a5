package omgservers.ctl;

import java.util.List;

/**
 * What of a kind of thing is shown in a table. The first field tells one from another; dots lead
 * into members of members.
 */
record View(List<String> fields) {
  static View of(String... fields) {
    return new View(List.of(fields));
  }

  String id() {
    return fields.get(0);
  }
}
