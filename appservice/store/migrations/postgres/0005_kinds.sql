-- The records of one kind, in order: the chronicle follows its entries among a million others.
CREATE INDEX records_by_kind ON records (community, kind, place);
