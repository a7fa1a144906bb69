/** A UUID as CircleCI's tokens name organizations, projects and contexts: in lower case. */
export const uuidShape = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
