const { createGate, vocdoni } = require("quota-gate");

const { QUOTA_URL: baseUrl, QUOTA_KEY: token } = process.env;
createGate(vocdoni({ baseUrl, token }), { locale: "ca" }).then(async (gate) => {
  await gate.ready;
  const { verdict, message } = gate.check("createManagedOrg");
  console.log(JSON.stringify({ verdict, message }));
});
