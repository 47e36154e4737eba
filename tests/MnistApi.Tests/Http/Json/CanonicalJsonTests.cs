using System.Text.Json;
using MnistApi.Http.Json;

namespace MnistApi.Tests.Http.Json;

public class CanonicalJsonTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.000e5", "0")]
    [InlineData("7", "7e0")]
    [InlineData("-1250.0", "-125e1")]
    [InlineData("0.10", "1e-1")]
    [InlineData("1E-01", "1e-1")]
    [InlineData("10.5e+2", "105e1")]
    [InlineData("123456789012345678901234567890.5", "1234567890123456789012345678905e-1")]
    [InlineData("1e9223372036854775807", "1e9223372036854775807")]
    [InlineData("10e9223372036854775807", "1e9223372036854775808")]
    [InlineData("1e99999999999999999999", "1e99999999999999999999")]
    public void A_number_has_one_spelling(string text, string expected) => Assert.Equal(expected, CanonicalJson.Number(text));

    [Theory]
    [InlineData("""{"b":1,"a":[true,null,"\u00e9"]}""", """{ "a" : [ true, null, "é" ], "b" : 1.0 }""", true)]
    [InlineData("""{"a":{"c":1,"b":2}}""", """{"a":{"b":2,"c":1}}""", true)]
    [InlineData("[1,2]", "[2,1]", false)]
    [InlineData("[1]", """["1"]""", false)]
    [InlineData("[0.1]", "[0.10000000000000001]", false)]
    [InlineData("""{"a":null}""", "{}", false)]
    [InlineData("""{"a":1}""", """{"A":1}""", false)]
    [InlineData("""["\ud800"]""", """["\udc00"]""", false)]
    [InlineData("""{"\ud800":1}""", """{"\udc00":1}""", false)]
    public void Values_with_one_meaning_have_one_checksum(string one, string other, bool same) =>
        Assert.Equal(same, CanonicalJson.Sha256(JsonElement.Parse(one)) == CanonicalJson.Sha256(JsonElement.Parse(other)));
}
