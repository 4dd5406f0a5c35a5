package omgservers.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import omgservers.runtime.model.Assignment;
import omgservers.runtime.model.Runtime;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.model.Runtimes;
import omgservers.shared.mailbox.Mailboxes;
import omgservers.shared.mailbox.Mailboxes.Message;
import omgservers.shared.outbox.Mail;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.platform.Settings;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.sharding.Shards;

/** The regular exchange with a game server: its commands in, what waits for it out. */
@ApplicationScoped
@Transactional
public class RuntimeInterchange {
  private static final int SEEN_SHARE = 3;
  private static final String NOT_ASSIGNED = "NOT_ASSIGNED";

  private final Runtimes runtimes;
  private final Mailboxes mailboxes;
  private final Outbox outbox;
  private final RuntimeStaff staff;

  private final Settings settings;

  private final Shards shards;
  private final MeetingPlaces places;

  /** Exchange with these runtimes. */
  @Inject
  public RuntimeInterchange(
      Runtimes runtimes,
      Mailboxes mailboxes,
      Outbox outbox,
      RuntimeStaff staff,
      Settings settings,
      Shards shards,
      MeetingPlaces places) {
    this.runtimes = runtimes;
    this.mailboxes = mailboxes;
    this.outbox = outbox;
    this.staff = staff;
    this.settings = settings;
    this.shards = shards;
    this.places = places;
  }

  protected RuntimeInterchange() {
    this(null, null, null, null, null, null, null);
  }

  /** Receives commands and receipts, and returns what waits. */
  public List<Message> exchange(
      long id, Long number, List<RuntimeCommand> commands, List<Long> consumed) {
    receive(id, number, commands, consumed);
    return mailboxes.waiting(id);
  }

  /**
   * Does the commands in order, unless they came under this number before, and forgets what was
   * consumed; null is no number.
   */
  public void receive(long id, Long number, List<RuntimeCommand> commands, List<Long> consumed) {
    Runtime runtime = ready(id);
    hear(runtime);
    if (number == null || mailboxes.take(id, number)) {
      readAhead(id, commands);
      shards.gathered().together(() -> commands.forEach(command -> execute(runtime, command)));
    }
    mailboxes.acknowledge(id, consumed);
  }

  /** The game server is there, as its open socket shows; fails when its runtime has ended. */
  public void hear(long id) {
    hear(ready(id));
  }

  private Runtime ready(long id) {
    return runtimes
        .find(id)
        .filter(found -> found.state() == Runtime.State.READY)
        .orElseThrow(() -> ended(id));
  }

  /** Wishes for a match come in bursts: who they are for is read with one statement. */
  private void readAhead(long runtime, List<RuntimeCommand> commands) {
    List<Long> clients =
        commands.stream()
            .filter(RuntimeCommand.RequestMatchmaking.class::isInstance)
            .map(RuntimeCommand.RequestMatchmaking.class::cast)
            .flatMap(wish -> Stream.concat(Stream.of(wish.client()), wish.party().stream()))
            .distinct()
            .toList();
    if (clients.size() > 1) {
      runtimes.readAhead(runtime, clients);
    }
  }

  /** What waits for the runtime. */
  public List<Message> waiting(long id) {
    return mailboxes.waiting(id);
  }

  static Refusal ended(long id) {
    return new Refusal(
        Refusal.Kind.NOT_FOUND, Qualifier.RUNTIME_NOT_FOUND, "Runtime " + id + " has ended.");
  }

  /**
   * Writing each sign of life would cost a write per call: every third of the deadline is enough.
   */
  private void hear(Runtime runtime) {
    var pause = settings.runtimeSilence().dividedBy(SEEN_SHARE);
    boolean recently =
        runtime.seen().filter(seen -> seen.plus(pause).isAfter(staff.now())).isPresent();
    if (!recently) {
      Instant now = staff.now();
      Instant next = now.plus(settings.runtimeSilence());
      runtimes.lock(runtime.id()).ifPresent(locked -> locked.heard(now, next));
    }
  }

  private void execute(Runtime runtime, RuntimeCommand command) {
    long id = runtime.id();
    if (command instanceof RuntimeCommand.Respond respond) {
      toOne(id, respond.client(), client -> new RuntimeNews.Spoke(client, id, respond.message()));
    } else if (command instanceof RuntimeCommand.Multicast some) {
      some.clients()
          .forEach(
              to -> toOne(id, to, client -> new RuntimeNews.Spoke(client, id, some.message())));
    } else if (command instanceof RuntimeCommand.Broadcast all) {
      runtimes
          .assignments(id)
          .forEach(to -> outbox.send(new RuntimeNews.Spoke(to.clientId(), id, all.message())));
    } else if (command instanceof RuntimeCommand.SetProfile set) {
      toOne(id, set.client(), client -> new RuntimeNews.ProfileSet(client, id, set.profile()));
    } else if (command instanceof RuntimeCommand.AskProfile ask) {
      askProfile(id, ask);
    } else if (command instanceof RuntimeCommand.Kick kick) {
      toOne(id, kick.client(), client -> new RuntimeNews.Kicked(client, id));
    } else if (command instanceof RuntimeCommand.Upgrade upgrade) {
      runtimes
          .assignment(id, upgrade.client())
          .ifPresent(found -> places.invite(id, upgrade.client()));
    } else {
      askMatchmaker(runtime, command);
    }
  }

  private void toOne(long runtime, long client, LongFunction<Mail> mail) {
    runtimes.assignment(runtime, client).ifPresent(found -> outbox.send(mail.apply(client)));
  }

  private void askProfile(long runtime, RuntimeCommand.AskProfile ask) {
    boolean here = runtimes.assignment(runtime, ask.client()).isPresent();
    outbox.send(
        here
            ? new RuntimeNews.ProfileAsked(
                ask.client(), runtime, ask.change(), ask.value(), ask.version())
            : new RuntimeMail.ProfileAnswered(runtime, ask.client(), NOT_ASSIGNED, null, null));
  }

  private void askMatchmaker(Runtime runtime, RuntimeCommand command) {
    long matchmaker = runtime.matchmakerId();
    if (command instanceof RuntimeCommand.RequestMatchmaking request) {
      outbox.send(wish(runtime, request));
    } else if (command instanceof RuntimeCommand.CancelMatchmaking cancel) {
      outbox.send(
          new RuntimeNews.MatchmakingCancelled(
              matchmaker, cancel.client(), runtime.id(), cancel.mode()));
    } else if (command instanceof RuntimeCommand.ListMatchmaking list) {
      outbox.send(new RuntimeNews.TicketsWanted(matchmaker, runtime.id(), list.clients()));
    } else if (runtime.qualifier() == RuntimeQualifier.MATCH) {
      outbox.send(new RuntimeNews.MatchStopped(matchmaker, runtime.partId()));
    }
  }

  /** The wish, if all that it is for are here. */
  private Mail wish(Runtime runtime, RuntimeCommand.RequestMatchmaking request) {
    Optional<Assignment> player = runtimes.assignment(runtime.id(), request.client());
    List<RuntimeNews.Companion> party = new ArrayList<>();
    for (long client : request.party()) {
      Optional<Assignment> companion = runtimes.assignment(runtime.id(), client);
      if (companion.isEmpty()) {
        return failed(runtime, request, "Client %d of the party is not here.".formatted(client));
      }
      party.add(new RuntimeNews.Companion(client, companion.get().userId()));
    }
    return player.isEmpty()
        ? failed(runtime, request, null)
        : new RuntimeNews.MatchmakingWanted(
            runtime.matchmakerId(),
            request.client(),
            player.get().userId(),
            request.mode(),
            runtime.id(),
            party,
            request.attributes());
  }

  private static Mail failed(
      Runtime runtime, RuntimeCommand.RequestMatchmaking request, String detail) {
    return new RuntimeMail.MatchmakingFailed(
        runtime.id(), request.client(), request.mode(), NOT_ASSIGNED, detail);
  }
}
