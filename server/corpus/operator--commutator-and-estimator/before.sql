create operator === (leftarg = integer, rightarg = integer, function = int4eq, commutator = ===);
create operator ==== (leftarg = integer, rightarg = integer, function = int4eq, restrict = eqsel);
create operator class own for type integer using hash as operator 1 = (integer, integer);
create operator family loose using btree;
alter operator family loose using btree add operator 1 < (integer, integer);
