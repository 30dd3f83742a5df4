create access method mine type table handler heap_tableam_handler;
