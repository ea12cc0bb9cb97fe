//! Why an action was not carried out.

use model::rights::Right;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the actor has no right to {0:?}")]
    Forbidden(Right),
    /// German, for the person who asked.
    #[error("{0}")]
    Invalid(String),
    #[error("too many requests of this kind")]
    TooMany,
    #[error("the store refused")]
    Store(#[from] store::Error),
    #[error("the index refused")]
    Index(#[from] search::index::Error),
    /// Another process is writing the index and will catch up.
    #[error("the index is being written by another process")]
    IndexBusy,
    #[error("a file could not be read or written")]
    File(#[from] std::io::Error),
    /// A kept segment of this dataset is damaged.
    #[error("a segment of {0} cannot be read")]
    Segment(String, #[source] cube::segments::SegmentError),
    /// The deliveries of this dataset do not make one body of observations.
    #[error("the deliveries of {0} do not fit together")]
    Dataset(String, #[source] cube::dataset::DatasetError),
    #[error("a background task was aborted")]
    Aborted,
}
