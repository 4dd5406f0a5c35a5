-- The epoch of the lease on this shard: work of an earlier one is not taken up any more.
create table fence (
    id int primary key default 1 check (id = 1),
    epoch bigint not null
);
insert into fence (epoch) values (0);

-- The instance at which the dispatcher's room of a runtime is, and who was offered to come there.
alter table runtime add column room_instance text;
alter table assignment add column upgraded boolean not null default false;
