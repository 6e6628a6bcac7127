#ifndef EARSHOT_POSTPROCESS_ACTORS_H
#define EARSHOT_POSTPROCESS_ACTORS_H

#include <vtkColorTransferFunction.h>
#include <vtkNew.h>
#include <vtkScalarBarActor.h>
#include <vtkTextActor.h>

#include <string>

/// What pictures of fields have in common.
namespace earshot {

/// Viridis (Smith, van der Walt; matplotlib) between two values.
void set_level_colours(vtkColorTransferFunction &colours, double from, double to);

vtkNew<vtkTextActor> text_actor(const std::string &text, int size, bool bold = false);

/// A colour bar that fills its renderer, with five labels.
vtkNew<vtkScalarBarActor> colour_bar(vtkColorTransferFunction &colours, const std::string &title,
                                     const std::string &label_format);

} // namespace earshot

#endif
