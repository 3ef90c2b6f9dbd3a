FROM eclipse-temurin:25-jdk AS build
RUN apt-get update && apt-get install -y --no-install-recommends maven && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY pom.xml .
COPY src src
RUN mvn -q -B -DskipTests package

FROM eclipse-temurin:25-jre
RUN useradd --create-home --uid 10001 anamnesis && mkdir /data && chown anamnesis /data
WORKDIR /app
COPY --from=build --chown=anamnesis /src/target/anamnesis.jar target/anamnesis.jar
COPY --from=build --chown=anamnesis /src/target/lib target/lib
COPY anamnesis .
RUN chown anamnesis target
USER anamnesis
# Records a rehearsed start, which later starts begin from.
RUN ./anamnesis help > /dev/null
VOLUME /data
EXPOSE 8080
# Security is not part of this version: put it behind something that has it.
ENTRYPOINT ["./anamnesis", "serve", "--host", "0.0.0.0", "--insecure-public", "--data", "/data"]
