-- Until when an instance lives unless it says so again, and where it alone is reached. An instance of an
-- earlier version says nothing of that and takes no lease.
alter table instance add column expires timestamptz not null default now();
alter table instance add column draining boolean not null default false;
alter table instance add column public_url text;
alter table instance add column internal_url text;

-- Who works on what is due on a shard; the epoch grows with each change of hands.
create table shard_lease (
    shard int primary key check (shard >= 0),
    holder text,
    epoch bigint not null,
    expires timestamptz not null
);
