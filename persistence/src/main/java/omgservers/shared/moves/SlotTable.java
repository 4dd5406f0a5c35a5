package omgservers.shared.moves;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table whose rows belong to slots, and the statements that a move needs of it. All names come
 * from the catalogue of the database or from {@link SlotTables}, never from a request.
 *
 * @param slot the expression that gives the slot of a row, with %s for the row
 * @param columns all columns, in order
 * @param key the columns of the primary key, with their types
 */
record SlotTable(String name, String slot, List<String> columns, List<Column> key) {
  /** Copies lie in this schema of the target until their slot is switched. */
  static final String STAGING = "slot_moves";

  /** A column and its type. */
  record Column(String name, String type) {}

  /** The slot of a row of this name. */
  String slotOf(String row) {
    return slot.formatted(row);
  }

  private String among(String row, Collection<Integer> slots) {
    return slotOf(row)
        + " in "
        + slots.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
  }

  String names() {
    return names("");
  }

  private String names(String prefix) {
    return columns.stream().map(each -> prefix + quoted(each)).collect(Collectors.joining(", "));
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }

  String live() {
    return "public." + quoted(name);
  }

  String staged() {
    return STAGING + "." + quoted(name);
  }

  private String keyNames(String prefix) {
    return key.stream().map(each -> prefix + quoted(each.name)).collect(Collectors.joining(", "));
  }

  /** The primary key of t is the JSON array of k. */
  private String keyed() {
    return IntStream.range(0, key.size())
        .mapToObj(
            i ->
                "t.%s = cast(k.key ->> %d as %s)"
                    .formatted(quoted(key.get(i).name), i, key.get(i).type))
        .collect(Collectors.joining(" and "));
  }

  List<String> stage() {
    return List.of(
        "drop table if exists " + staged(),
        "create table %s (like %s including storage)".formatted(staged(), live()),
        "alter table %s add primary key (%s)".formatted(staged(), keyNames("")));
  }

  /** All rows of the slots, out of the source. */
  String copyOut(Collection<Integer> slots) {
    return "copy (select %s from %s t where %s) to stdout (format binary)"
        .formatted(names("t."), live(), among("t", slots));
  }

  /** The present state of rows that were noted as changed, up to a note. */
  String copyChanged(Collection<Integer> slots, long upTo) {
    String slotList = slots.stream().map(String::valueOf).collect(Collectors.joining(","));
    return """
        copy (select %s from (select distinct key from slot_change
            where table_name = '%s' and slot in (%s) and seq <= %d) k
          join %s t on %s) to stdout (format binary)
        """
        .formatted(names("t."), name, slotList, upTo, live(), keyed());
  }

  String copyIn() {
    return "copy %s (%s) from stdin (format binary)".formatted(staged(), names());
  }

  /** Rows with these keys, a parameter of JSON texts, go from the copy. */
  String dropStaged() {
    return dropKeyed(staged());
  }

  private String dropKeyed(String place) {
    return "delete from %s t using (select cast(key as jsonb) as key from unnest(?) as u(key)) k where %s"
        .formatted(place, keyed());
  }

  /** For each slot how many rows there are, and a checksum that does not depend on their order. */
  String checksums(boolean copied, Collection<Integer> slots) {
    return """
        select slot, count(*), md5(string_agg(sum, '' order by sum)) from (
          select %s as slot, md5(cast(row(%s) as text)) as sum from %s t where %s) s
        group by slot
        """
        .formatted(slotOf("t"), names("t."), copied ? staged() : live(), among("t", slots));
  }

  /** The same for rows with these keys, a parameter of JSON texts. */
  String keyedChecksums(boolean copied) {
    return """
        select slot, count(*), md5(string_agg(sum, '' order by sum)) from (
          select %s as slot, md5(cast(row(%s) as text)) as sum from %s t
          join (select cast(key as jsonb) as key from unnest(?) as u(key)) k on %s) s
        group by slot
        """
        .formatted(slotOf("t"), names("t."), copied ? staged() : live(), keyed());
  }

  String publish(int slot) {
    return "insert into %s (%s) select %s from %s t where %s"
        .formatted(live(), names(), names("t."), staged(), among("t", List.of(slot)));
  }

  /** The keys of the slot's copies as JSON texts, each beside the name of the table. */
  String keys(int slot) {
    return "select '%s', cast(jsonb_build_array(%s) as text) from %s t where %s"
        .formatted(name, keyNames("t."), staged(), among("t", List.of(slot)));
  }

  /** Rows with these keys, a parameter of JSON texts, go from the table itself. */
  String deleteKeyed() {
    return dropKeyed(live());
  }

  String dropStagedSlot(int slot) {
    return "delete from %s t where %s".formatted(staged(), among("t", List.of(slot)));
  }

  /**
   * The triggers that note changes of rows in watched slots, and refuse them in closed ones. They
   * call their function for these slots alone: a bit of a constant decides, so that the rows of
   * other slots cost next to nothing.
   */
  List<String> watch(BitSet slots, String closed) {
    String bits = hex(slots);
    return List.of(
        function(closed),
        trigger("write", "insert or update", "new", bits),
        trigger("delete", "delete", "old", bits));
  }

  private String trigger(String suffix, String events, String row, String bits) {
    return """
        create or replace trigger slot_watch_%s before %s on %s for each row
        when (get_bit('\\x%s'::bytea, %s) = 1) execute function %s.%s()
        """
        .formatted(suffix, events, live(), bits, slotOf(row), STAGING, quoted("watch_" + name));
  }

  List<String> unwatch() {
    return List.of(
        "drop trigger if exists slot_watch_write on " + live(),
        "drop trigger if exists slot_watch_delete on " + live());
  }

  private String function(String closed) {
    return """
        create or replace function %1$s.%2$s() returns trigger language plpgsql as $$
        declare
          changed %3$s%%rowtype;
          its_slot int;
          is_closed boolean;
        begin
          if tg_op = 'DELETE' then changed := old; else changed := new; end if;
          if coalesce(current_setting('omgservers.mover', true), '') <> 'on' then
            its_slot := %4$s;
            perform pg_advisory_xact_lock_shared(%5$d, its_slot);
            select w.closed into is_closed from public.slot_watch w where w.slot = its_slot;
            if is_closed then
              raise exception 'slot %% is closed on this shard', its_slot using errcode = '%6$s';
            elsif is_closed is not null then
              insert into public.slot_change (slot, table_name, key)
                values (its_slot, '%7$s', jsonb_build_array(%8$s));
            end if;
          end if;
          if tg_op = 'DELETE' then return old; end if;
          return new;
        end $$
        """
        .formatted(
            STAGING,
            quoted("watch_" + name),
            live(),
            slotOf("changed"),
            Fence.LOCK,
            closed,
            name,
            keyNames("changed."));
  }

  private static String hex(BitSet slots) {
    byte[] bytes = new byte[omgservers.shared.sharding.Slots.COUNT / Byte.SIZE];
    byte[] set = slots.toByteArray();
    System.arraycopy(set, 0, bytes, 0, set.length);
    return java.util.HexFormat.of().formatHex(bytes);
  }
}
