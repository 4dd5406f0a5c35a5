-- What a runtime may use (0 is the service's default), how often it was started, how it ended.
alter table runtime add column cpu_limit int not null default 0;
alter table runtime add column memory_limit int not null default 0;
alter table runtime add column starts int not null default 0;
alter table runtime add column avoided_server text;
alter table runtime add column exit_code int;
alter table runtime add column out_of_memory boolean not null default false;
create index runtime_waiting on runtime (id) where state = 'PENDING';

-- Too many game servers in a row did not come up.
alter table deployment add column degraded_since timestamptz;
alter table deployment add column lobbies_reason text;
alter table deployment add column matches_reason text;
