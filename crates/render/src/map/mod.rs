//! Geometry of maps: outlines made simple without tearing neighbours apart, and their place in a drawing. What draws them is in
//! [`charts`](crate::charts).

pub mod projection;
pub mod topology;

pub use projection::Projection;
pub use topology::Topology;
