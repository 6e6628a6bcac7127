#ifndef EARSHOT_CIRCUIT_SPICE_H
#define EARSHOT_CIRCUIT_SPICE_H

#include "solver/circuit/circuit.h"

#include <filesystem>
#include <string>

namespace earshot {

/// Adds the circuit of a file in a subset of SPICE to an electrical circuit; nodes are joined by name, 0 (and
/// "gnd") is ground, capitals make no difference.
///
///   Rname n1 n2 value      Lname n1 n2 value      Cname n1 n2 value
///   Kname L1 L2 coupling   0 to 1
///   Ename out+ out- in+ in- gain      Gname out+ out- in+ in- transconductance
///   Fname out+ out- Vname gain        Hname out+ out- Vname transresistance
///   Tname a+ a- b+ b- Z0=value TD=value   lossless line; both pairs may float. F=value [NL=value] in the
///                                         place of TD: NL wavelengths, or a quarter, at the frequency F
///   Vname n+ n- [DC] [AC] value           RMS amplitude at every frequency; 0 is a current probe
///   Iname n+ n- [DC] [AC] value           flows from n+ through the source to n-
///   .subckt name nodes / .ends, Xname nodes name, .end; * and ; start comments, + goes on with a line
///
/// Values take the suffixes f p n u m k meg g t, and letters after them are ignored ("4.7uF"). The first line
/// is an element like any other unless it begins with *. Losses are booked under "electrical_resistances".
/// @throws UserError with file and line
void add_spice(Circuit &circuit, const std::filesystem::path &file);

/// The same from a text. @param name stands for the file in messages
void add_spice_text(Circuit &circuit, const std::string &text, const std::string &name);

/// "4.7u" as 4.7e-6. @return false when the text isn't a value
bool parse_spice_value(const std::string &text, double &value);

} // namespace earshot

#endif
