#include "solver/files/frequency_rows.h"

#include "solver/config/located.h"
#include "solver/files/number_marks.h"

#include <fmt/format.h>

#include <algorithm>

namespace earshot {

namespace {

bool same_numbers(const TextTable::Row &a, const TextTable::Row &b) {
  return std::equal(a.cells.begin(), a.cells.end(), b.cells.begin(), b.cells.end(),
                    [](const std::string &x, const std::string &y) {
                      const auto first = finite_number(x), second = finite_number(y);
                      return first && second ? *first == *second : x == y;
                    });
}

} // namespace

std::vector<std::size_t> rising_rows(const TextTable &table, const std::vector<double> &frequency,
                                     std::vector<std::string> &notes) {
  const auto line = [&](std::size_t row) { return table.rows[row].line; };
  const auto note = [&](std::size_t row, const std::string &text) {
    notes.push_back(fmt::format("{}:{}: {}", table.file, line(row), text));
  };
  std::vector<std::size_t> rows;
  int repeated = 0;
  for (std::size_t k = 0; k < frequency.size(); ++k) {
    if (frequency[k] < 0)
      throw UserError({table.file, line(k), 1, ""},
                      fmt::format("found {:g} Hz, expected a positive frequency", frequency[k]));
    if (frequency[k] == 0) {
      note(k, "the row at 0 Hz is left out");
    } else if (!rows.empty() && frequency[rows.back()] == frequency[k]) {
      if (!same_numbers(table.rows[rows.back()], table.rows[k]))
        throw UserError({table.file, line(k), 1, ""},
                        fmt::format("found {:g} Hz a second time with other values than in line {}, expected "
                                    "one row for each frequency",
                                    frequency[k], line(rows.back())));
      if (repeated++ == 0)
        note(k, "the row repeats the one before, once is enough");
    } else {
      rows.push_back(k);
    }
  }
  const bool falls = rows.size() > 1 && frequency[rows[1]] < frequency[rows[0]];
  for (std::size_t k = 1; k < rows.size(); ++k)
    if ((frequency[rows[k]] < frequency[rows[k - 1]]) != falls)
      throw UserError({table.file, line(rows[k]), 1, ""},
                      fmt::format("found {:g} Hz after {:g} Hz, expected rising frequencies or falling ones",
                                  frequency[rows[k]], frequency[rows[k - 1]]));
  if (falls) {
    note(rows.front(), "the frequencies fall, the rows are reversed");
    std::reverse(rows.begin(), rows.end());
  }
  if (rows.empty())
    throw UserError({table.file, 0, 0, ""}, "has no row at a frequency above 0 Hz");
  return rows;
}

} // namespace earshot
