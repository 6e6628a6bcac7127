#ifndef EARSHOT_CONFIG_DOCUMENTS_H
#define EARSHOT_CONFIG_DOCUMENTS_H

#include "solver/config/case.h"

#include <string>

/// Texts that follow from the declaration of the keys (declaration.h).
namespace earshot {

/// The JSON schema (draft 2020-12) of case files, for editors; kept as configs/earshot.schema.json.
std::string json_schema();

/// All keys with units, defaults, bounds and meaning in Markdown; kept as configs/REFERENCE.md.
std::string reference_markdown();

/// The case with every default, include and override worked in. `read_case` makes the same values of it, to
/// the last bit. Values that the user didn't give are marked "# default".
std::string resolved_toml(const Case &c);

} // namespace earshot

#endif
