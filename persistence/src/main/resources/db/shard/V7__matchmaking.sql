-- What a matchmaker's tickets and matches were when somebody last read them: an instance that still has them in memory need not read them again.
alter table matchmaker add column revision bigint not null default 0;

-- A party is the tickets, and then the seats, with the same number: that of the ticket of the one who asked.
alter table ticket add column party_id bigint;
alter table ticket add column attributes text;
alter table seat add column party_id bigint;
alter table seat add column attributes text;

-- What the ticket said that the match was made for, and where it is played.
alter table match add column founder text;
alter table match add column region text;

-- Who played whom, for modes that rule out a rematch.
create table encounter (
    matchmaker_id bigint not null references matchmaker (id) on delete cascade deferrable initially deferred,
    user_id bigint not null,
    other_id bigint not null,
    met timestamptz not null,
    primary key (matchmaker_id, user_id, other_id)
);

-- Tickets as they came, without names: to try other rules on them.
create table ticket_recording (
    matchmaker_id bigint not null references matchmaker (id) on delete cascade deferrable initially deferred,
    mode text not null,
    started timestamptz not null,
    primary key (matchmaker_id, mode)
);
create table recorded_ticket (
    matchmaker_id bigint not null,
    mode text not null,
    number int not null,
    after_ms bigint not null,
    size int not null,
    attributes text,
    primary key (matchmaker_id, mode, number),
    foreign key (matchmaker_id, mode) references ticket_recording (matchmaker_id, mode) on delete cascade deferrable initially deferred
);
