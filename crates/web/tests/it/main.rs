//! The application in one process, asked as a browser or a program would ask it. The tree mirrors the addresses.

mod api;
mod defects;
mod outlines;
mod pages;
mod rights;
