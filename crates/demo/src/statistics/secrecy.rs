//! Secrecy of small numbers as an office does it by hand: numbers of one or two are blocked (primary), and further ones until none of
//! them can be told by subtracting its neighbours from a published sum (secondary).

use super::layout::Cell;

/// A table of whole numbers with what adds up in it.
pub(super) struct Protected {
    /// Rows of areas in the order of the table, columns of the table.
    pub(super) numbers: Vec<Vec<i64>>,
    pub(super) secret: Vec<Vec<bool>>,
}

/// What is published as a sum of what.
pub(super) struct Sums<'a> {
    /// Column of the sum and columns of its parts, in every row.
    pub(super) columns: &'a [(usize, &'a [usize])],
    /// Row of the sum and rows of its parts, in every column.
    pub(super) rows: &'a [(usize, Vec<usize>)],
}

/// The smallest number that is published.
pub(super) const SMALLEST: i64 = 3;

impl Protected {
    /// `exempt`: columns that say nothing about people.
    pub(super) fn new(numbers: Vec<Vec<i64>>, exempt: &[usize], sums: &Sums<'_>) -> Self {
        let small = |(column, number): (usize, &i64)| !exempt.contains(&column) && (1..SMALLEST).contains(number);
        let secret = numbers.iter().map(|row| row.iter().enumerate().map(small).collect()).collect();
        let mut table = Self { numbers, secret };
        while table.protect(sums) {}
        table
    }

    pub(super) fn cell(&self, row: usize, column: usize) -> Cell {
        if self.secret[row][column] { Cell::Secret } else { Cell::Number(self.numbers[row][column]) }
    }

    /// Blocks one more cell per sum that gives one away; whether anything was to be done. Ends because cells are only ever blocked.
    fn protect(&mut self, sums: &Sums<'_>) -> bool {
        let mut changed = false;
        for row in 0..self.numbers.len() {
            for (total, parts) in sums.columns {
                changed |=
                    self.protect_sum((row, *total), &parts.iter().map(|column| (row, *column)).collect::<Vec<_>>());
            }
        }
        for column in 0..self.numbers.first().map_or(0, Vec::len) {
            for (total, parts) in sums.rows {
                changed |=
                    self.protect_sum((*total, column), &parts.iter().map(|row| (*row, column)).collect::<Vec<_>>());
            }
        }
        changed
    }

    fn protect_sum(&mut self, total: (usize, usize), parts: &[(usize, usize)]) -> bool {
        let cells = || parts.iter().chain([&total]).copied();
        if cells().filter(|cell| self.secret[cell.0][cell.1]).count() != 1 {
            return false;
        }
        // A zero is known anyway; the total goes last, for it is what most readers want.
        let open = |cell: &(usize, usize)| !self.secret[cell.0][cell.1] && self.numbers[cell.0][cell.1] > 0;
        let smallest = parts.iter().filter(|cell| open(cell)).min_by_key(|cell| self.numbers[cell.0][cell.1]);
        let Some(cell) = smallest.copied().or_else(|| Some(total).filter(open)) else { return false };
        self.secret[cell.0][cell.1] = true;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_number_takes_a_second_one_with_it_in_row_and_column() {
        let numbers = vec![vec![60, 30, 30], vec![12, 2, 10], vec![20, 8, 12], vec![28, 20, 8]];
        let sums = Sums { columns: &[(0, &[1, 2])], rows: &[(0, vec![1, 2, 3])] };
        let table = Protected::new(numbers, &[], &sums);
        assert!(table.secret[1][1] && table.secret[1][2]);
        for (total, parts) in sums.rows {
            for column in 0..3 {
                let hidden = parts.iter().chain([total]).filter(|row| table.secret[**row][column]).count();
                assert_ne!(hidden, 1, "column {column}");
            }
        }
        for row in &table.secret {
            assert_ne!(row.iter().filter(|secret| **secret).count(), 1);
        }
    }

    #[test]
    fn nothing_is_blocked_without_need() {
        let numbers = vec![vec![7, 3, 4, 0]];
        let table = Protected::new(numbers, &[], &Sums { columns: &[(0, &[1, 2, 3])], rows: &[] });
        assert_eq!(table.secret, [[false; 4]]);
    }
}
