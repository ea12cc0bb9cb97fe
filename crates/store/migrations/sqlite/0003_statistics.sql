-- Statistics: what arrived is kept as it is, observations are segments, both addressed by their SHA-256. A delivery is never changed;
-- which one is shown follows from `state` and `rank`.

create table content (
    kommune_id text not null references kommune (id),
    sha256 text not null,
    -- Pieces of at most 64 kB, so that nothing has to hold a whole file at once.
    nr integer not null,
    bytes blob not null,
    primary key (kommune_id, sha256, nr)
);

create table dataset (
    kommune_id text not null references kommune (id),
    code text not null,
    release text not null,
    doc text not null,
    primary key (kommune_id, code)
);

create table table_delivery (
    kommune_id text not null,
    id text not null,
    dataset text not null,
    -- accepted, held
    state text not null,
    -- The highest is the newest: when the source wrote the file, else when it arrived; a restored one takes the time of its restoring.
    rank text not null,
    file_sha256 text not null,
    segment_sha256 text not null,
    received_at text not null,
    doc text not null,
    primary key (kommune_id, id),
    foreign key (kommune_id, dataset) references dataset (kommune_id, code)
);
create index table_delivery_by_dataset on table_delivery (kommune_id, dataset, rank);
create index table_delivery_by_file on table_delivery (kommune_id, file_sha256);

create table table_issue (
    kommune_id text not null,
    delivery_id text not null,
    nr integer not null,
    doc text not null,
    primary key (kommune_id, delivery_id, nr),
    foreign key (kommune_id, delivery_id) references table_delivery (kommune_id, id)
);

create table finding (
    kommune_id text not null,
    delivery_id text not null,
    nr integer not null,
    doc text not null,
    accepted_at text,
    accepted_because text,
    primary key (kommune_id, delivery_id, nr),
    foreign key (kommune_id, delivery_id) references table_delivery (kommune_id, id)
);

create table area_shape (
    kommune_id text not null references kommune (id),
    area_key text not null,
    valid_from text not null,
    doc text not null,
    primary key (kommune_id, area_key, valid_from)
);

create table territorial_weight (
    kommune_id text not null references kommune (id),
    from_year integer not null,
    from_key text not null,
    to_year integer not null,
    to_key text not null,
    doc text not null,
    primary key (kommune_id, from_year, from_key, to_year, to_key)
);
