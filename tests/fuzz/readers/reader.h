#ifndef EARSHOT_TESTS_FUZZ_READERS_READER_H
#define EARSHOT_TESTS_FUZZ_READERS_READER_H

#include "solver/config/located.h"

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

/// What libFuzzer calls with each input; `replay.cc` calls it without libFuzzer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace earshot::testing {

/// A reader may refuse an input, by one of these; all else ends the program, which is a finding.
template <class Read>
void expect_answer(const std::uint8_t *data, std::size_t size, Read read) {
  try {
    read(std::string(reinterpret_cast<const char *>(data), size));
  } catch (const UserError &) {
  } catch (const std::invalid_argument &) {
  }
}

/// Ends the program: libFuzzer keeps the input.
inline void require(bool condition) {
  if (!condition)
    __builtin_trap();
}

} // namespace earshot::testing

#endif
