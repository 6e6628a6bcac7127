#ifndef EARSHOT_POSTPROCESS_STYLE_H
#define EARSHOT_POSTPROCESS_STYLE_H

#include <array>
#include <filesystem>
#include <string>
#include <vector>

class vtkRenderWindow;
class vtkTextProperty;

namespace earshot {

using Colour = std::array<double, 3>; ///< red, green, blue in [0, 1]

inline constexpr Colour ink{0.13, 0.13, 0.15};
inline constexpr Colour grid_grey{0.87, 0.87, 0.89};

/// Okabe and Ito's colours, which the colour-blind can tell apart; repeats after seven.
Colour line_colour(std::size_t index);

/// DejaVu Sans where it is installed (it has all signs we write), else VTK's own Arial.
void set_font(vtkTextProperty &property, int size, bool bold = false);

/// Step of 1, 2 or 5 times a power of ten that divides `length` into about `parts`.
double pleasant_step(double length, int parts);

/// Renders and saves as PNG. UserError when the file can't be written.
void save_png(vtkRenderWindow &window, const std::filesystem::path &path);

/// The same of several windows of one width, the first one on top.
void save_png(const std::vector<vtkRenderWindow *> &windows, const std::filesystem::path &path);

} // namespace earshot

#endif
