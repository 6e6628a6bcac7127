#ifndef EARSHOT_TESTS_SUPPORT_CASE_OF_TEXT_H
#define EARSHOT_TESTS_SUPPORT_CASE_OF_TEXT_H

#include "solver/config/reader.h"
#include "tests/support/temporary_directory.h"

#include <fstream>
#include <string>

namespace earshot::testing {

/// A case by its text; every rank reads a file of its own.
inline Case case_of(const std::string &text) {
  const TemporaryDirectory directory;
  std::ofstream(directory.path / "case.toml") << text;
  return read_case((directory.path / "case.toml").string());
}

} // namespace earshot::testing

#endif
