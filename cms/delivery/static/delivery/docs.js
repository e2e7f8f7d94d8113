// Shows the API's description with Swagger UI. A file of its own, so that the page needs no inline script.
const place = document.getElementById("api");

// What is tried on the page is asked of the server that the page came from, by whatever name it was reached.
function here(description) {
  return { ...description, servers: [{ url: window.location.origin, description: "This installation" }] };
}

function show(description) {
  window.SwaggerUIBundle({
    domNode: place,
    spec: here(description),
    validatorUrl: null,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    supportedSubmitMethods: ["get"],
  });
}

fetch(place.dataset.description)
  .then((answer) => answer.json())
  .then(show)
  .catch(() => {
    place.textContent = "The description of the API could not be loaded. Reload the page to try again.";
  });
