-- When a runtime called in for the first time, and when it was to stop: with the moments that were
-- known already they tell its history.
alter table runtime add column ready_at timestamptz, add column closing_at timestamptz;
