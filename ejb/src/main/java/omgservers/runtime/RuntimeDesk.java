package omgservers.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import omgservers.runtime.model.Runtime;
import omgservers.runtime.model.Runtimes;
import omgservers.runtime.model.Runtimes.Seen;
import omgservers.shared.mailbox.Post;
import omgservers.shared.outbox.Coming;
import omgservers.shared.outbox.Outbox;

/** Receives what runtimes are told, in the transaction of the delivery. */
@ApplicationScoped
class RuntimeDesk {
  private final Runtimes runtimes;
  private final RuntimeStaff staff;
  private final Post post;
  private final Outbox outbox;

  @Inject
  RuntimeDesk(Runtimes runtimes, RuntimeStaff staff, Post post, Outbox outbox) {
    this.runtimes = runtimes;
    this.staff = staff;
    this.post = post;
    this.outbox = outbox;
  }

  protected RuntimeDesk() {
    this(null, null, null, null);
  }

  void coming(@Observes Coming letters) {
    List<Seen> places =
        Stream.concat(
                letters.of(RuntimeMail.AssignClient.class).stream()
                    .map(mail -> new Seen(mail.receiver(), mail.client())),
                letters.of(RuntimeMail.RemoveClient.class).stream()
                    .map(mail -> new Seen(mail.receiver(), mail.client())))
            .distinct()
            .toList();
    if (places.size() > 1) {
      runtimes.lockAhead(
          letters.shard(),
          letters.ids(RuntimeMail.AssignClient.class, RuntimeMail.AssignClient::receiver),
          places);
    }
  }

  void open(@Observes RuntimeMail.Open mail) {
    Runtime runtime =
        new Runtime(
            mail.receiver(), mail.purpose(), mail.image(), mail.config().toString(), staff.now());
    if (mail.limits() != null) {
      runtime.within(mail.limits());
    }
    runtimes.add(runtime);
    post.put(runtime.id(), new RuntimeMessages.RuntimeCreated(mail.config()));
    staff.wake(runtime.id());
  }

  void close(@Observes RuntimeMail.Close mail) {
    runtimes
        .lock(mail.receiver())
        .ifPresent(
            runtime -> {
              runtime.close(mail.reason(), staff.now());
              staff.wake(runtime.id());
            });
  }

  void assign(@Observes RuntimeMail.AssignClient mail) {
    boolean live = runtimes.lock(mail.receiver()).filter(Runtime::isLive).isPresent();
    if (!live) {
      outbox.send(new RuntimeNews.Lost(mail.client(), mail.receiver()));
      return;
    }
    if (runtimes.assignment(mail.receiver(), mail.client()).isPresent()) {
      return;
    }
    runtimes.add(staff.assignment(mail));
    post.put(
        mail.receiver(),
        new RuntimeMessages.ClientAssigned(
            mail.user(), mail.client(), mail.profile(), mail.profileVersion(), mail.groupName()));
  }

  void remove(@Observes RuntimeMail.RemoveClient mail) {
    if (runtimes.holdsAssignment(mail.receiver(), mail.client())) {
      runtimes.assignment(mail.receiver(), mail.client()).ifPresent(runtimes::remove);
      post.put(mail.receiver(), new RuntimeMessages.ClientRemoved(mail.client()));
      staff.announce(new RuntimeEvents.ClientGone(mail.receiver(), mail.client()));
    }
  }

  void spoken(@Observes RuntimeMail.ClientSpoke mail) {
    if (runtimes.holdsAssignment(mail.receiver(), mail.client())) {
      boolean taken =
          post.offer(
              mail.receiver(), new RuntimeMessages.MessageReceived(mail.client(), mail.message()));
      if (!taken) {
        outbox.send(new RuntimeNews.Unheard(mail.client(), mail.receiver()));
      }
    }
  }

  void unheard(@Observes RuntimeMail.Unheard mail) {
    put(mail.receiver(), new RuntimeMessages.MessageRefused(mail.client(), "MAILBOX_FULL"));
  }

  void answered(@Observes RuntimeMail.ProfileAnswered mail) {
    put(
        mail.receiver(),
        new RuntimeMessages.ProfileAnswered(
            mail.client(), mail.outcome(), mail.version(), mail.profile()));
  }

  void failed(@Observes RuntimeMail.MatchmakingFailed mail) {
    put(
        mail.receiver(),
        new RuntimeMessages.MatchmakingFailed(
            mail.client(), mail.mode(), mail.reason(), mail.detail()));
  }

  void waits(@Observes RuntimeMail.MatchmakingWaits mail) {
    RuntimeMail.Waiting ticket = mail.ticket();
    put(
        mail.receiver(),
        new RuntimeMessages.MatchmakingWaits(
            mail.client(),
            ticket.ticket(),
            texts(ticket.clients()),
            ticket.mode(),
            ticket.since()));
  }

  void listed(@Observes RuntimeMail.Tickets mail) {
    put(
        mail.receiver(),
        new RuntimeMessages.MatchmakingListed(
            mail.tickets().stream()
                .map(
                    ticket ->
                        new RuntimeMessages.TicketItem(
                            ticket.ticket(),
                            texts(ticket.clients()),
                            ticket.mode(),
                            ticket.since()))
                .toList()));
  }

  private static List<String> texts(List<Long> ids) {
    return ids.stream().map(id -> Long.toString(id)).toList();
  }

  private void put(long runtime, Post.Qualified message) {
    if (runtimes.lock(runtime).filter(Runtime::isLive).isPresent()) {
      post.put(runtime, message);
    }
  }
}
