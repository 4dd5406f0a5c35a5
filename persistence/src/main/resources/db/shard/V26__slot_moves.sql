-- To which slot a received letter belonged: what was received is remembered where the slot is. Letters that were
-- received before, or by an instance of an earlier version, belong to none.
alter table inbox add column slot int;

-- The slots whose rows are watched, by triggers that are there only while this table is not empty: those that
-- are being copied, and, closed for good, those that have left the shard.
create table slot_watch (
    slot int primary key check (slot between 0 and 1023),
    closed boolean not null
);

-- Rows of watched slots that changed since they were copied, by table and primary key.
create table slot_change (
    seq bigint generated always as identity primary key,
    slot int not null,
    table_name text not null,
    key jsonb not null
);
create index slot_change_slot on slot_change (slot, seq);

-- Slots that have arrived by a move: their copies are published once.
create table slot_arrival (
    move_id bigint not null,
    slot int not null,
    primary key (move_id, slot)
);

-- Copies lie here until their slot is switched.
create schema slot_moves;
