#include "solver/model/enriched_air.h"

namespace earshot {

namespace {

/// Which terms have entries in the rows of the air. The same on every rank.
std::vector<bool> terms_of_air(const Model &model) {
  const FrequencyProblem &problem = model.problem();
  const CaseFields fields = model.fields();
  std::vector<char> in_air(problem.partition.end - problem.partition.begin, 0);
  for (const Index row : problem.blocks.at(fields.air_field).owned)
    in_air[row - problem.partition.begin] = 1;
  std::vector<int> touched;
  for (const Term &term : problem.terms) {
    int any = 0;
    term.matrix.for_each_entry(
        [&](Index row, Index, double) { any |= in_air[row - problem.partition.begin]; });
    touched.push_back(any);
  }
  MPI_Allreduce(MPI_IN_PLACE, touched.data(), static_cast<int>(touched.size()), MPI_INT, MPI_MAX,
                problem.partition.communicator);
  return {touched.begin(), touched.end()};
}

} // namespace

EnrichedAir enriched_air(const Model &model) {
  const CaseFields plain = model.fields();
  const std::shared_ptr<const AirMesh> mesh(std::shared_ptr<const AirMesh>(), &plain.air->mesh());
  const AirSpace air(mesh, plain.communicator, plain.air->elsewhere(), plain.air->joints(),
                     AirSpace::Surplus::cubic);
  Unknowns unknowns = plain.unknowns;
  const int surplus = unknowns.add_field("air surplus", air.n_surplus_owned());
  const CaseFields fields{plain.communicator,
                          &air,
                          plain.thermoviscous,
                          plain.drivers,
                          unknowns,
                          plain.air_field,
                          plain.ear_field,
                          plain.network_field,
                          surplus,
                          plain.housing,
                          plain.profiles};
  EnrichedAir result;
  EnrichedProblem &enriched = result.problem;
  enriched.problem.partition = unknowns.partition();
  enriched.problem.blocks = unknowns.blocks();
  enriched.surplus = enriched.problem.blocks.at(surplus);
  enriched.number.assign(plain.unknowns.size(), no_unknown);
  for (int field = 0; field < surplus; ++field)
    for (Index i = 0; i < unknowns.size(field); ++i)
      enriched.number[plain.unknowns.global(field, i)] = unknowns.global(field, i);
  const std::vector<bool> wanted = terms_of_air(model);
  add_case_terms(model.config(), model.facts(), &fields, ProblemBuilder(enriched.problem, wanted));
  for (std::size_t cell = 0; cell < mesh->cells.size(); ++cell) {
    auto &numbers = result.cells.emplace_back(air.surplus_of_cell(static_cast<int>(cell)));
    for (Index &number : numbers)
      number -= number == no_unknown ? 0 : air.n_unknowns();
  }
  return result;
}

} // namespace earshot
