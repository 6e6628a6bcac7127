#ifndef EARSHOT_TESTS_SUPPORT_SMALL_CASE_H
#define EARSHOT_TESTS_SUPPORT_SMALL_CASE_H

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace earshot::testing {

/// The text of cases/small.toml.
inline std::string small_case_text() {
  std::ifstream file(EARSHOT_SOURCE_DIR "/tests/cases/small.toml");
  return {std::istreambuf_iterator<char>(file), {}};
}

/// `text` with the first `from` replaced by `to`; fails when there is none.
inline std::string replaced(std::string text, const std::string &from, const std::string &to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << "no '" << from << "'";
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

} // namespace earshot::testing

#endif
