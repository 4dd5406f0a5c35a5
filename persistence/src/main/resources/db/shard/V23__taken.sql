-- The number of the last message of a client or a runtime that numbers what it sends: what comes
-- again after a lost connection is known by it.
create table taken (
    owner_id bigint primary key,
    number bigint not null
);
