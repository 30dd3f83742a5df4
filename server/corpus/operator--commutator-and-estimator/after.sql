create operator === (leftarg = integer, rightarg = integer, function = int4eq);
create operator ==== (leftarg = integer, rightarg = integer, function = int4eq, restrict = neqsel);
create operator class own for type bigint using hash as operator 1 = (bigint, bigint);
create operator family loose using btree;
alter operator family loose using btree add operator 1 <= (integer, integer);
