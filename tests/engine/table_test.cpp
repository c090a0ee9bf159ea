// Tables as programs write them, read from tests/tables/, and the same things said in a line.
#include "engine/experiment/table.h"

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "engine/base/text.h"
#include "engine/experiment/link.h"
#include "engine/experiment/points_csv.h"
#include "engine/run/document.h"
#include "tests/engine/read_tables.h"

namespace backprop {
namespace {

using namespace testing;

// --- files -------------------------------------------------------------------------------------

struct Expected {
  const char* file;
  const char* roles;
  bool certain;
  std::size_t points;
  const char* classes;  // empty: called 0, 1, …, or values
  std::array<double, 3> first;  // before any scale
  TableScale scale;  // that is proposed
};
constexpr TableScale kNone = TableScale::kNone, kStandard = TableScale::kStandardise,
                     kFit = TableScale::kFit;

constexpr Expected kFiles[] = {
    {"excel-german.csv",
     "x1=Größe (cm),x2=Gewicht (kg),label=Geschlecht",
     true,
     40,
     "weiblich,männlich",
     {149.9, 60.1, 0},
     kStandard},
    {"excel-german-1252.csv",
     "x1=Größe (cm),x2=Gewicht (kg),label=Geschlecht",
     true,
     40,
     "weiblich,männlich",
     {149.9, 60.1, 0},
     kStandard},
    {"excel-unicode.txt",
     "x1=Größe (cm),x2=Gewicht (kg),label=Geschlecht",
     true,
     40,
     "weiblich,männlich",
     {149.9, 60.1, 0},
     kStandard},
    {"calc-quoted-thousands.csv",
     "x1=Besucher,x2=Umsatz,label=Tag",
     true,
     30,
     "Wochenende,Werktag",
     {4101, 30694.91, 0},
     kStandard},
    {"pandas-iris.csv",
     "x1=sepal_length,x2=sepal_width,label=species",
     false,
     45,
     "setosa,versicolor,virginica",
     {4.8, 3.8, 0},
     kStandard},
    {"pandas-missing.csv",
     "x1=feature_1,x2=feature_2,label=churned",
     true,
     38,
     "False,True",
     {-0.8792870949596522, -0.8730813912372731, 1},
     kNone},
    {"pandas-numbered.csv",
     "x1=0,x2=1,label=2",
     true,
     24,
     "",
     {0.27074593358793914, -0.4469843337714717, 0},
     kNone},
    {"r-write-csv.csv",
     "x1=x,x2=y,label=cluster",
     true,
     30,
     "1,2,3",
     {-0.192643809513103, 1.61512348743063, 0},
     kStandard},
    {"r-write-table.txt",
     "x1=Sepal.Length,x2=Petal.Length,label=Species",
     true,
     30,
     "setosa,virginica",
     {5.2, 1.3, 0},
     kStandard},
    {"r-write-csv2.csv",
     "x1=x1,x2=x2,label=y",
     true,
     24,
     "",
     {-0.655237, -0.903031, 1.332366},
     kStandard},
    {"numpy-savetxt.txt",
     "x1=1,x2=2,label=3",
     true,
     40,
     "",
     {1.607085421566013306, -2.533234384692815588, 0},
     kNone},
    {"numpy-header.csv", "x1=x1,x2=x2,label=label", true, 40, "", {0.214406, 0.519870, 0}, kFit},
    {"matlab-writematrix.csv",
     "x1=1,x2=2,label=3",
     true,
     50,
     "-1,1",
     {0.183444737925353, -0.222448351562335, 0},
     kNone},
    {"matlab-dlmwrite.dat",
     "x1=2,x2=3,label=1",
     true,
     60,
     "1,2,3",
     {0.70852, -19.414, 0},
     kStandard},
    {"matlab-writetable.csv",
     "x1=Var1,x2=Var2,label=Var3",
     true,
     40,
     "",
     {0.913034084567019, -2.10408323704036, -0.402302121124177},
     kNone},
    {"truth-table-cr.csv", "x1=A,x2=B,label=Out", true, 4, "", {0, 0, 0}, kFit},
    {"ten-classes.csv",
     "x1=x,x2=y,label=digit",
     false,
     173,
     "0,1,4,5,6,9",
     {-0.445, -0.991, 0},
     kStandard},
    {"customers.csv",
     "x1=age,x2=income,label=bought",
     false,
     30,
     "no,yes",
     {27, 1943, 0},
     kStandard},
    {"formula-words.csv", "x1=x1,x2=x2,label=grade", true, 24, "=B,-A", {0.5637, 4.3518, 0}, kNone},
    {"two-columns-units.csv",
     "x1=Zeit (s),x2=Weg (m)",
     false,
     25,
     "",
     {-0.012, -0.022, 0},
     kStandard},
};

// Where a point is in the table's own numbers, from coordinates of any scale.
void require_at(const TablePoints& points, const std::array<double, 3>& expected) {
  const Point& point = points.points.front();
  const auto near = [](double a, double b) {
    return std::fabs(a - b) <= 1e-5 + 1e-6 * std::fabs(b);
  };
  const bool classify = points.problem == Problem::kClassification;
  const Columns& columns = points.columns;
  REQUIRE(near(columns.inputs[0].number(point.x1), expected[0]));
  REQUIRE(near(columns.inputs[1].number(point.x2), expected[1]));
  const auto label = static_cast<double>(point.label);
  REQUIRE(near(classify ? label : columns.label.number(point.label), expected[2]));
}

TEST_CASE("files of spreadsheets, pandas, R, NumPy and Matlab") {
  for (const Expected& expected : kFiles) {
    INFO(expected.file);
    const Table table = table_of(file(expected.file));
    CHECK(roles_text(table, table.roles) == expected.roles);
    CHECK(table.certain == expected.certain);
    CHECK(table.doubt.empty() == expected.certain);
    CHECK(wanted_scale(table, table.roles) == expected.scale);
    for (const TableScale scale : {expected.scale, kFit, kStandard}) {
      const TablePoints points = points_of(table, scale);
      CHECK(points.points.size() == expected.points);
      CHECK(classes_of(points) == expected.classes);
      require_at(points, expected.first);
      // What is proposed shows every point.
      for (const Point& point : points.points) {
        CHECK(std::fabs(point.x1) <= 6.001f);
        CHECK(std::fabs(point.x2) <= 6.001f);
      }
      // The same points, names and classes come back from the table that is written.
      Experiment experiment;
      REQUIRE(place_points(experiment, points));
      const Table written = table_of(write_points_csv(experiment));
      REQUIRE(written.certain);
      const TablePoints again = points_of(written, wanted_scale(written, written.roles));
      CHECK(again.points == points.points);
      CHECK(again.columns == points.columns);
      CHECK(again.classes == points.classes);
      CHECK(again.problem == points.problem);
    }
  }
}

// --- forms -------------------------------------------------------------------------------------

TEST_CASE("tables of every common form") {
  const std::vector<Point> two = {{1, 2, 0}, {-0.5f, 3, 1}};
  for (const char* text : {"1,2,0\n-0.5,3,1\n",
                           "1,2,0\n-0.5,3,1",
                           "1,2,0\r\n-0.5,3,1\r\n",
                           "1,2,0\r-0.5,3,1",
                           "1;2;0\n-0.5;3;1",
                           "1;2;0\n-0,5;3;1",
                           "1\t2\t0\n-0.5\t3\t1\n",
                           "1\t2\t0\n-0,5\t3\t1\n",
                           " 1 , 2 , 0 \n\n -0.5 ,\"3\", \"1\" \n\n",
                           "x1,x2,label\n1,2,0\n-.5,+3,1",
                           "\xEF\xBB\xBFx1,x2,label\n1,2,0\n-0.5,3,1",
                           "x,y,class\n1,2,0\n-5e-1,3,1",
                           "label,x2,x1\n0,2,1\n1,3,-0.5",
                           "\n\nx1;x2;label\n1;2;0\n-0,5;3;1",
                           "sep=;\r\nx1;x2;label\r\n1;2;0\r\n-0,5;3;1\r\n",
                           "\"sep=;\"\nx1;x2;label\n1;2;0\n-0,5;3;1",
                           "# by hand\n1,2,0\n# so far\n-0.5,3,1\n",
                           "   1.0  2   0\n  -0.5  3   1\n",
                           "1,2,0,\n-0.5,3,1,\n,,,\n",
                           "x1|x2|label\n1|2|0\n-0.5|3|1",
                           "1 2 0\n-0,5 3 1\n",
                           "%x1 x2 label\n1 2 0\n-0.5 3 1\n",
                           "1,2,cat\n-0.5,3,dog\n",
                           "1,2,-1\n-0.5,3,+1",
                           "1,2,1.000e+00\n-0.5,3,2.000e+00",
                           "1.0D+00 2.0D+00 0\n-5.0D-01 3.0D+00 1\n"}) {
    INFO(text);
    REQUIRE(points_of(text).points == two);
  }
}

TEST_CASE("UTF-16 without a mark, and characters beyond the first plane") {
  const std::string_view ascii = "x,y,class\n1,2,A\n3,4,B\n";
  std::string little, big;
  for (const char c : ascii) {
    little += {c, '\0'};
    big += {'\0', c};
  }
  REQUIRE(points_of(little).points == std::vector<Point>{{1, 2, 0}, {3, 4, 1}});
  REQUIRE(points_of(big).points == points_of(little).points);
  std::string smile("\xFE\xFF", 2);
  for (const char c : std::string_view("1,2,")) smile += {'\0', c};
  smile += std::string("\xD8\x3D\xDE\x00\0\n", 6);
  for (const char c : std::string_view("3,4,b")) smile += {'\0', c};
  REQUIRE(classes_of(points_of(smile)) == "\xF0\x9F\x98\x80,b");
}

TEST_CASE("names of classes come in their order, numbers by their size") {
  REQUIRE(classes_of(points_of("1,2,cat\n1,2,dog\n3,4,cat")) == "cat,dog");
  REQUIRE(classes_of(points_of("1,2,\"a, \"\"b\"\"\"\n1,2,b")) == "a, \"b\",b");
  REQUIRE(points_of("1,2,b\n1,2,a\n1,2,b").points[2].label == 0);
  REQUIRE(classes_of(points_of("1,2,yes\n1,2,no\n3,4,yes")) == "no,yes");
  const auto labels = [](std::string_view text) {
    std::vector<float> result;
    for (const Point& point : points_of(text).points) result.push_back(point.label);
    return result;
  };
  // 1 and 2 are two classes, and so are 0 and 3.
  REQUIRE(labels("x,y,group\n0,0,2\n0,0,1\n1,0,2\n1,0,1") == std::vector<float>{1, 0, 1, 0});
  REQUIRE(points_of("x,y,group\n0,0,2\n0,0,1\n1,0,2\n1,0,1").classes == 2);
  REQUIRE(labels("x,y,class\n0,0,3\n0,0,0\n0,0,3\n0,0,0") == std::vector<float>{1, 0, 1, 0});
  REQUIRE(labels("x,y,class\n0,0,10\n0,0,9\n0,0,100") == std::vector<float>{1, 0, 2});
  REQUIRE(labels("x,y,class\n0,0,1\n0,0,-1\n0,0,1.0") == std::vector<float>{1, 0, 1});
  // They are told apart by the names they are called by, without control letters; none is none.
  const std::string rows = "x,y,class\n0,0,cat\n0,0,dog\n0,1,cat\n1,0,dog\n";
  REQUIRE(labels(rows + "1,1,\x01"
                        "dog\n") == std::vector<float>{0, 1, 0, 1, 1});
  REQUIRE(labels(rows + "1,1,\x1b\n") == std::vector<float>{0, 1, 0, 1});
}

// --- what the columns are ----------------------------------------------------------------------

struct Columnar {
  const char* text;
  const char* roles;
  bool certain;
  bool classes;
};

TEST_CASE("what the columns are, by their names and contents") {
  const std::string numbers = "0.5,1.5,0\n-1.5,2.25,1\n2.5,-3.5,0\n-4.5,1.25,1\n";
  const std::string front = "0,0.5,1.5\n1,-1.5,2.25\n0,2.5,-3.5\n1,-4.5,1.25\n";
  const std::string real = "0.5,1.5,0.25\n-1.5,2.25,1.5\n2.5,-3.5,0.75\n-4.5,1.25,-1.5\n";
  const std::string index = "0,0.5,1.5,0\n1,-1.5,2.25,1\n2,2.5,-3.5,0\n3,-4.5,1.25,1\n";
  const Columnar cases[] = {
      {"", "x1=1,x2=2,label=3", true, true},
      {"y,x1,x2\n", "x1=x1,x2=x2,label=y", true, true},
      {"class,x,y\n", "x1=x,x2=y,label=class", true, true},
      {"Label,Width,Height\n", "x1=Width,x2=Height,label=Label", true, true},
      {"species,a,b\n", "x1=a,x2=b,label=species", true, true},
      {"target;x1;x2\n", "x1=x1,x2=x2,label=target", true, true},
  };
  for (const Columnar& one : cases) {
    std::string text = one.text + (*one.text == '\0' ? numbers : front);
    if (contains(one.text, ";")) std::replace(text.begin(), text.end(), ',', ';');
    INFO(text);
    const Table table = table_of(text);
    CHECK(roles_text(table, table.roles) == one.roles);
    CHECK(table.certain == one.certain);
  }
  const auto roles = [](const std::string& text) {
    const Table table = table_of(text);
    return roles_text(table, table.roles) + (table.certain ? "" : "?");
  };
  CHECK(roles(front) == "x1=2,x2=3,label=1");
  CHECK(roles(real) == "x1=1,x2=2,label=3");
  CHECK(points_of(real).problem == Problem::kRegression);
  CHECK(points_of(front).problem == Problem::kClassification);
  CHECK(roles("x1,x2,y\n" + real) == "x1=x1,x2=x2,label=y");
  CHECK(roles("x,y,z\n" + real) == "x1=x,x2=y,label=z");
  CHECK(roles("value,x1,x2\n" + real) == "x1=x1,x2=x2,label=value");
  CHECK(roles("height,weight,age\n" + real) == "x1=height,x2=weight,label=age?");
  // An index is no coordinate.
  CHECK(roles(",x1,x2,y\n" + index) == "x1=x1,x2=x2,label=y");
  CHECK(roles("Unnamed: 0,x1,x2,y\n" + index) == "x1=x1,x2=x2,label=y");
  CHECK(roles("id,a1,b1,kind\n" + index) == "x1=a1,x2=b1,label=kind");
  CHECK(roles("0,1,0\n" + numbers) == "x1=0,x2=1,label=3");
  CHECK(table_of("0,1,0\n" + numbers).rows == 4);
  CHECK(roles("0,1,label\n" + numbers) == "x1=0,x2=1,label=label");
  // The first line of a table of whole numbers is a point.
  CHECK(table_of("0,1,0\n1,1,1\n1,0,1\n0,0,0\n").rows == 4);
  CHECK(roles("x1,x2,label,pred,split\n0.5,1.5,0,0.5,train\n1.5,2.5,1,0.5,test\n") ==
        "x1=x1,x2=x2,label=label");
  CHECK(roles("0.5,1.5\n2.5,3.5\n") == "x1=1,x2=2?");
  CHECK(roles("0.5,1.5,2.25,0\n-1.5,2.25,3.5,1\n2.5,-3.5,0.25,0\n-4.5,1.25,9.5,1\n") ==
        "x1=1,x2=2,label=4?");
}

TEST_CASE("columns are given by name or number") {
  const Table table =
      table_of("a b,\"Height, cm\",kind,1\n0.5,1.5,x,7\n2.5,3.5,y,8\n1.5,1.5,x,9\n");
  const auto given = [&](std::string_view text) {
    const auto roles = read_roles(table, text);
    return roles ? roles_text(table, *roles) : roles.error().message;
  };
  CHECK(given("x1=a b,x2=Height, cm,label=kind") == "x1=a b,x2=2,label=kind");
  CHECK(given("x2=1,x1=2,class=3") == "x1=2,x2=1,label=kind");  // a column is called 1
  CHECK(given("x1=A B,x2=2") == "x1=a b,x2=2");
  CHECK(contains(given("x1=a b,x2=2,value=kind"), "'kind' has no numbers"));
  CHECK(contains(given("x1=a b,x2=c"), "there is no column 'c': the columns are 'a b'"));
  CHECK(contains(given("x1=a b"), "one column has to be x2"));
  CHECK(contains(given("x1=a b,x2=a b"), "given twice"));
  CHECK(contains(given("x1=a b,x2=2,class=3,value=4"), "one label"));
  CHECK(contains(given("x3=2"),
                 "a column can be x1, x2, label, class, value, input or target, "
                 "not 'x3'"));
  CHECK(contains(given("height"), "columns are given like"));
  const auto ten = table_of(file("ten-classes.csv"));
  CHECK(points_of(ten).classes == 6);
  const auto value = read_roles(ten, "x1=x,x2=y,value=digit");
  REQUIRE(value);
  CHECK(take_points(ten, *value, kNone)->problem == Problem::kRegression);
}

TEST_CASE("rows that are no points are counted and said") {
  const std::string text = "x1,x2,class\n1,2,a\nNaN,2,a\n1,,b\n1,2,\n3,4,b\n1,oops,b\n1,inf,a\n";
  const TablePoints points = points_of(text);
  REQUIRE(points.points == std::vector<Point>{{1, 2, 0}, {3, 4, 1}});
  REQUIRE(contains(said(points.says), "5 rows are left out"));
  REQUIRE(contains(said(points.says), "line 3, 'x1': 'NaN'"));
  // Most rows without a value are not certain to be meant.
  REQUIRE_FALSE(table_of("x1,x2,class\n1,,a\n2,,b\n3,4,a\n").certain);
}

TEST_CASE("a line with fractions is a point with a mistake in it, no header") {
  const TablePoints headed =
      points_of("x1,x2,class\n0.05,abc,0\n0.3,0.2,1\n0.4,0.1,0\n0.2,0.6,1\n");
  REQUIRE(headed.points.size() == 3);
  REQUIRE(contains(said(headed.says), "'abc'"));
  const TablePoints bare = points_of("0.05,abc,0\n0.3,0.2,1\n0.4,0.1,0\n0.2,0.6,1\n");
  REQUIRE(bare.points.size() == 3);
  REQUIRE(contains(said(bare.says), "'abc'"));
}

TEST_CASE("large tables are thinned out when that is wanted") {
  std::string text = "x1,x2,class\n";
  for (int i = 0; i < 25'000; ++i) text += "0.5,1.5," + std::string(i < 5'000 ? "a\n" : "b\n");
  const Table table = table_of(text);
  REQUIRE_FALSE(table.certain);
  REQUIRE(contains(table.doubt, "25000 rows"));
  const TablePoints points = points_of(table);
  REQUIRE(points.points.size() == std::size_t{kMaxPoints});
  REQUIRE(std::count_if(points.points.begin(), points.points.end(),
                        [](const Point& point) { return point.label == 0; }) == 2000);
}

TEST_CASE("what cannot be read says why") {
  REQUIRE(contains(error_of("1,2,\"a"), "line 1: a quote is not closed"));
  REQUIRE(contains(error_of("x,y,c\n1,2,a\n1,2,\"a\n3,4,b\n"), "line 3: a quote is not closed"));
  for (const char* nothing : {"", "\n\r\n", "x1,x2,label\n", "# x1,x2\n", "sep=;\n"}) {
    INFO(nothing);
    REQUIRE(contains(error_of(nothing), "no points"));
  }
  REQUIRE(contains(error_of("1\n2\n3\n"), "one column"));
  REQUIRE(contains(error_of(std::string("PK\x03\x04\0\0", 6)), "save the sheet as CSV"));
  REQUIRE(contains(error_of(std::string("a\0b\0\0c", 6)), "no text"));
  REQUIRE(contains(error_of(std::string(kMaxTableBytes + 1, '\n')), "longer than 8 MB"));
  REQUIRE(contains(error_of("a,b,c\nd,e,f\ng,h,i\n"), "no two columns of numbers"));
  REQUIRE(contains(error_of("This is\na letter to\nno one at all.\n"), "no two columns"));
  const Table far = table_of("1,2,0\n1,2000,1\n");
  REQUIRE(contains(take_points(far, far.roles, kNone).error().message, "standardise or fit"));
}

TEST_CASE("hostile tables are bounded") {
  const auto read = [](const std::string& text) {
    const Result<Table> table = read_table(text);
    if (table) static_cast<void>(take_points(*table, table->roles, kFit));
    return table.has_value();
  };
  read(std::string(kMaxTableBytes, ','));
  read(std::string(kMaxTableBytes, '"'));
  read("1,2,0\n" + std::string(kMaxTableBytes / 2, ' '));
  std::string many;
  while (many.size() + 20 < kMaxTableBytes) many += "1,2," + std::to_string(many.size()) + '\n';
  REQUIRE(read(many));
  REQUIRE(read("1;2;0\n1;" + std::string(1'000'000, '1') + ";0\n2;3;1"));
  std::string wide;
  while (wide.size() < kMaxTableBytes / 4) wide += "1,";
  read(wide + "\n" + wide + "\n" + wide);
}

}  // namespace
}  // namespace backprop
