#ifndef EARSHOT_CONFIG_READER_H
#define EARSHOT_CONFIG_READER_H

#include "solver/config/case.h"

#include <string>
#include <vector>

namespace earshot {

/// Reads a case file (TOML, values with units; the keys stand in configs/REFERENCE.md) with what it includes.
/// File names in it become absolute; those in a file are relative to that file, those in an override to the
/// working directory.
/// @param overrides `key=value` texts that go before the file, such as `driver[0].motor.resistance=32 ohm` or
/// `surface.screen.resistance=100 Pa s/m`
/// @throw UserError with every problem at once, in the order of the file
Case read_case(const std::string &file, const std::vector<std::string> &overrides = {});

/// The case of a text that `resolved_toml` wrote. Files that it names may have gone: of those that are still
/// needed, whoever reads them says so.
/// @param file stands in messages
Case read_resolved_case(const std::string &text, const std::string &file,
                        const std::vector<std::string> &overrides = {});

/// Notes of reading, such as former names, and values that are possible but most likely slips, such as a
/// nozzle of 3 m.
std::vector<Diagnostic> warnings(const Case &c);

} // namespace earshot

#endif
