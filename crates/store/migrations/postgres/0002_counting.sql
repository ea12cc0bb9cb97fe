-- Released offers per provider and per source are counted from the index alone: without it every count reads every document.
create index offer_count_by_provider on offer (kommune_id, status, provider_id);
create index offer_count_by_source on offer (kommune_id, status, source_id);
