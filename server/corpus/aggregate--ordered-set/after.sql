create function pick(internal, float8) returns float8 language internal immutable as 'percentile_disc_final';
create aggregate my_percentile(float8 order by anyelement) (sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_disc_final, finalfunc_extra);
