-- Queried fields are columns, the rest of a record is one JSON document (`doc`). Ids are UUIDv7 text, times are ISO 8601 text in UTC.
-- Every tenant table has kommune_id first in its key: nothing is found without it, and PostgreSQL can be distributed by it.

create table kommune (
    id text primary key,
    slug text not null unique,
    doc text not null
);

-- One number per transaction that changes offers: the search index asks for what is above the number it has committed.
create table change_counter (
    kommune_id text primary key references kommune (id),
    value integer not null
);

create table source (
    kommune_id text not null references kommune (id),
    id text not null,
    code text not null,
    name text not null,
    importer text not null,
    -- Provider of records that name none.
    provider_id text,
    settings text not null,
    created_at text not null,
    primary key (kommune_id, id),
    unique (kommune_id, code)
);

create table delivery (
    kommune_id text not null,
    id text not null,
    source_id text not null,
    file text not null,
    sha256 text not null,
    received_at text not null,
    outcome text not null,
    held integer not null,
    records_new integer not null,
    records_changed integer not null,
    records_unchanged integer not null,
    records_withdrawn integer not null,
    issues integer not null,
    primary key (kommune_id, id),
    foreign key (kommune_id, source_id) references source (kommune_id, id)
);
create index delivery_by_source on delivery (kommune_id, source_id, received_at);

create table delivery_issue (
    kommune_id text not null,
    delivery_id text not null,
    nr integer not null,
    doc text not null,
    primary key (kommune_id, delivery_id, nr),
    foreign key (kommune_id, delivery_id) references delivery (kommune_id, id)
);

create table provider (
    kommune_id text not null references kommune (id),
    id text not null,
    source_id text,
    foreign_id text,
    name text not null,
    doc text not null,
    primary key (kommune_id, id),
    unique (kommune_id, source_id, foreign_id)
);

create table place (
    kommune_id text not null references kommune (id),
    id text not null,
    identity text not null,
    doc text not null,
    primary key (kommune_id, id),
    unique (kommune_id, identity)
);

create table offer (
    kommune_id text not null references kommune (id),
    id text not null,
    provider_id text not null,
    source_id text,
    foreign_id text,
    content_hash blob not null,
    status text not null,
    title text not null,
    -- Last day on which it can take place; null when it has no known end.
    last_day text,
    change integer not null,
    doc text not null,
    primary key (kommune_id, id),
    unique (kommune_id, source_id, foreign_id),
    foreign key (kommune_id, provider_id) references provider (kommune_id, id)
);
create index offer_by_change on offer (kommune_id, change, id);
create index offer_by_provider on offer (kommune_id, provider_id);
create index offer_by_status on offer (kommune_id, status, last_day);

create table area (
    kommune_id text not null references kommune (id),
    area_key text not null,
    valid_from text not null,
    valid_until text,
    doc text not null,
    primary key (kommune_id, area_key, valid_from)
);

create table postal_place (
    kommune_id text not null references kommune (id),
    plz text not null,
    name text not null,
    doc text not null,
    primary key (kommune_id, plz, name)
);

create table audit (
    kommune_id text not null references kommune (id),
    id text not null,
    at text not null,
    actor text not null,
    action text not null,
    subject text not null,
    doc text not null,
    primary key (kommune_id, id)
);

create table job (
    kommune_id text not null references kommune (id),
    id text not null,
    kind text not null,
    payload text not null,
    -- Two unfinished jobs with the same key are one job.
    unique_key text not null,
    run_at text not null,
    attempts integer not null,
    lease_until text,
    finished_at text,
    error text,
    primary key (kommune_id, id)
);
create index job_due on job (finished_at, run_at);
create unique index job_unfinished on job (kommune_id, unique_key) where finished_at is null;

create table feedback (
    kommune_id text not null references kommune (id),
    id text not null,
    received_at text not null,
    about_kind text not null,
    about_id text not null,
    doc text not null,
    primary key (kommune_id, id)
);
