create conversion latin for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
create conversion other for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
create default conversion usual for 'LATIN2' to 'UTF8' from iso8859_to_utf8;
create conversion which for 'LATIN3' to 'UTF8' from iso8859_to_utf8;
